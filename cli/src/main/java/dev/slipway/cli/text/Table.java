package dev.slipway.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text as wide as their widest cell. */
public final class Table {
    private static final String GAP = "  ";
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table() {}

    public static Table of(String... titles) {
        Table table = new Table();
        table.rows.add(Arrays.stream(titles).map(Cell::faint).toList());
        return table;
    }

    /** Adds a row; cells are {@link Cell}s or values to print. */
    public Table row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Cell made ? made : Cell.of(cell))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(Output output) {
        int[] widths = widths();
        for (List<Cell> row : rows) {
            List<Cell> line = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                boolean last = i == row.size() - 1;
                String padding = last ? "" : " ".repeat(widths[i] - cell.width()) + GAP;
                line.add(cell);
                line.add(new Cell(padding, Colour.PLAIN));
            }
            output.cells(line.toArray(Cell[]::new));
        }
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        return widths;
    }
}
