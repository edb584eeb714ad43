package dev.slipway.drivers.exec;

import dev.slipway.drivers.process.Volatile;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hands out one /30 of a range per task. Taken ones are files of the machine, each created only where none was, so nodes
 * and processes never take the same twice. The search begins at a place given by the key: a start that is repeated finds
 * what it took, and an address is not given to the next task right after the last.
 */
final class Addresses {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final String PREFIX = "address-";
    private final int base;
    private final int blocks;

    /** {@code range} is such as {@code 10.77.0.0/16}, from /8 to /30; VALIDATION_FAILED otherwise. */
    Addresses(String range) {
        Matcher matcher = FORM.matcher(range);
        if (!matcher.matches()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED,
                    "not a network range: '" + range + "'; write for example 10.77.0.0/16");
        }
        int bits = Integer.parseInt(matcher.group(5));
        int address = 0;
        for (int part = 1; part <= 4; part++) {
            int value = Integer.parseInt(matcher.group(part));
            if (value > 255 || bits < 8 || bits > 30) {
                throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "no usable network range: '" + range + "'");
            }
            address = address << 8 | value;
        }
        this.base = address & -1 << 32 - bits;
        this.blocks = 1 << 30 - bits;
    }

    /** A block for {@code owner}, the same when it already has one; DRIVER_UNAVAILABLE when all are taken. */
    Block take(String owner, String hash) {
        int first = Math.floorMod(Integer.parseUnsignedInt(hash.substring(0, 8), 16), blocks);
        for (int step = 0; step < blocks; step++) {
            Block block = new Block(base + 4 * ((first + step) % blocks));
            String name = PREFIX + block.taskAddress();
            if (Volatile.create(name, owner)
                    || Volatile.read(name).filter(owner::equals).isPresent()) {
                return block;
            }
        }
        throw new SlipwayException(ErrorCode.DRIVER_UNAVAILABLE, "every address of the task network is taken");
    }

    static void giveBack(String taskAddress) {
        Volatile.delete(PREFIX + taskAddress);
    }

    /** Name of the host's interface towards a task; interface names end after 15 characters. */
    static String linkName(String taskAddress) {
        StringBuilder name = new StringBuilder("slw");
        for (String part : taskAddress.split("\\.")) {
            name.append(String.format("%02x", Integer.parseInt(part)));
        }
        return name.toString();
    }

    /** Four addresses, of which the host has the second and the task the third. */
    record Block(int start) {
        String hostAddress() {
            return text(start + 1);
        }

        String taskAddress() {
            return text(start + 2);
        }

        private static String text(int address) {
            return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                    + (address & 255);
        }
    }
}
