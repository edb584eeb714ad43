package dev.slipway.stack.main;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Ports;
import dev.slipway.stack.demo.DemoReceiver;
import dev.slipway.stack.idp.DemoIdentityProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Process of what an installation has around it and the embedded form has not: identity provider, forge, scanner.
 * Arguments: installation folder, first port.
 */
public final class DemoServicesMain {
    private DemoServicesMain() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Installation installation = new Installation(Path.of(arguments[0]), new Ports(Integer.parseInt(arguments[1])));
        DemoReceiver receiver = new DemoReceiver(
                installation.secrets(), installation.ports().demoReceiver(), installation.receiverJournal());
        DemoIdentityProvider provider = new DemoIdentityProvider(
                installation.secrets(), installation.ports().identityProvider());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            provider.close();
            receiver.close();
            ended.countDown();
        }));
        ended.await();
    }
}
