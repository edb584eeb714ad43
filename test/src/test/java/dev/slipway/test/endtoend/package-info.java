/** What people see of a whole installation. */
package dev.slipway.test.endtoend;
