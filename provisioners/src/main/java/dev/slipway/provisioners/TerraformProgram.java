package dev.slipway.provisioners;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.provisioners.sandbox.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where OpenTofu or Terraform is. */
final class TerraformProgram {
    private TerraformProgram() {}

    /**
     * @throws SlipwayException PROVISIONER_MISSING
     */
    static Path find(@Nullable Path configured, String searchPath) {
        if (configured == null) {
            return Programs.find("tofu", searchPath)
                    .or(() -> Programs.find("terraform", searchPath))
                    .orElseThrow(() -> new SlipwayException(
                            ErrorCode.PROVISIONER_MISSING,
                            "neither OpenTofu (tofu) nor Terraform (terraform) is on PATH; install one of them"));
        }
        if (!Files.isExecutable(configured)) {
            throw new SlipwayException(
                    ErrorCode.PROVISIONER_MISSING,
                    configured + " is not a program; install OpenTofu (tofu) or Terraform (terraform) there");
        }
        return configured.toAbsolutePath();
    }
}
