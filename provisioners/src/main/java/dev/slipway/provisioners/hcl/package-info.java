/** The structure of OpenTofu and Terraform files, read without evaluating anything; what is doubtful is an error. */
@NullMarked
package dev.slipway.provisioners.hcl;

import org.jspecify.annotations.NullMarked;
