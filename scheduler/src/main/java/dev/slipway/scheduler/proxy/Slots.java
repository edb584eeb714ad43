package dev.slipway.scheduler.proxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Fits instances into the slots of a backend, moving as little as possible. */
final class Slots {
    static final int FEWEST = 8;

    private Slots() {}

    /** Slots to have for a number of instances: room for as many again, so that a rollout needs no reload. */
    static int sizeFor(int instances) {
        int size = FEWEST;
        while (size < 2 * instances) {
            size *= 2;
        }
        return size;
    }

    /**
     * @param now slots as they are
     * @param targets at most as many as there are slots
     * @return slots as they should be, in the same order
     */
    static List<Slot> fit(List<Slot> now, List<Target> targets) {
        List<Slot> wanted = new ArrayList<>(Collections.nCopies(now.size(), Slot.EMPTY));
        List<Target> homeless = new ArrayList<>();
        boolean[] taken = new boolean[now.size()];
        for (Target target : targets) {
            int home = indexOf(now, target, taken);
            if (home < 0) {
                homeless.add(target);
            } else {
                taken[home] = true;
                wanted.set(home, target.slot());
            }
        }
        for (Target target : homeless) {
            int free = free(now, taken);
            taken[free] = true;
            wanted.set(free, target.slot());
        }
        for (int index = 0; index < now.size(); index++) {
            if (!taken[index]) {
                Slot slot = now.get(index);
                wanted.set(index, new Slot(slot.address(), slot.port(), Slot.Mode.OFF));
            }
        }
        return wanted;
    }

    private static int indexOf(List<Slot> now, Target target, boolean[] taken) {
        for (int index = 0; index < now.size(); index++) {
            if (!taken[index] && now.get(index).isAt(target)) {
                return index;
            }
        }
        return -1;
    }

    /** A slot that takes nothing, else one that drains: its instance is gone already when nobody names it any more. */
    private static int free(List<Slot> now, boolean[] taken) {
        int found = -1;
        for (int index = 0; index < now.size(); index++) {
            if (!taken[index] && (found < 0 || rank(now.get(index)) < rank(now.get(found)))) {
                found = index;
            }
        }
        if (found < 0) {
            throw new IllegalArgumentException("more instances than slots");
        }
        return found;
    }

    private static int rank(Slot slot) {
        return switch (slot.mode()) {
            case OFF -> 0;
            case DRAIN -> 1;
            case READY -> 2;
        };
    }
}
