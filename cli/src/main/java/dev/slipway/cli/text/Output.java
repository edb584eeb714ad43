package dev.slipway.cli.text;

import dev.slipway.model.ModelJson;
import java.io.OutputStream;
import java.io.PrintStream;

/** A stream for people or programs. */
public final class Output {
    private final PrintStream stream;
    private final boolean colourful;

    public Output(PrintStream stream, boolean colourful) {
        this.stream = stream;
        this.colourful = colourful;
    }

    /** One line of text. */
    public void line(String text) {
        cells(Cell.of(text));
    }

    public void blank() {
        stream.println();
    }

    /** Pieces of one line, side by side. */
    public void cells(Cell... cells) {
        StringBuilder line = new StringBuilder();
        for (Cell cell : cells) {
            line.append(colourful ? cell.colour().paint(cell.text()) : cell.text());
        }
        stream.println(line.toString().stripTrailing());
    }

    public void table(Table table) {
        table.print(this);
    }

    /** A record on one line. */
    public void json(Object value) {
        stream.println(ModelJson.write(value));
    }

    /** Text of several lines that is meant as it is, such as a script. */
    public void verbatim(String text) {
        stream.print(text);
        stream.flush();
    }

    /** Bytes as they are. Writing fails when nobody reads any more. */
    public OutputStream bytes() {
        return new StrictStream(stream);
    }

    /** Whether nobody reads any more. */
    public boolean closed() {
        return stream.checkError();
    }
}
