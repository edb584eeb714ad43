/** Tests of this package. */
package dev.slipway.provisioners.sandbox;
