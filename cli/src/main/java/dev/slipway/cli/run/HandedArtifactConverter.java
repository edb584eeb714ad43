package dev.slipway.cli.run;

import dev.slipway.model.Digest;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun.HandedArtifact;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code name=uri@digest}. */
final class HandedArtifactConverter implements ITypeConverter<HandedArtifact> {
    @Override
    public HandedArtifact convert(String text) {
        int equals = text.indexOf('=');
        int at = text.lastIndexOf('@');
        if (equals < 1 || at < equals + 2) {
            throw new TypeConversionException(
                    "'" + text + "' is not an artifact; write name=uri@sha256:<64 hexadecimal digits>");
        }
        try {
            Digest digest = new Digest(text.substring(at + 1));
            return new HandedArtifact(text.substring(0, equals), text.substring(equals + 1, at), digest);
        } catch (SlipwayException e) {
            throw new TypeConversionException("'" + text + "': " + e.getMessage());
        }
    }
}
