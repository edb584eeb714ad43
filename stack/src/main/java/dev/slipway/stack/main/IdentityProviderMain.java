package dev.slipway.stack.main;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Ports;
import dev.slipway.stack.idp.DemoIdentityProvider;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Process of the demonstration's identity provider. Arguments: installation folder, first port. */
public final class IdentityProviderMain {
    private IdentityProviderMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Installation installation = new Installation(Path.of(arguments[0]), new Ports(Integer.parseInt(arguments[1])));
        DemoIdentityProvider provider = new DemoIdentityProvider(
                installation.secrets(), installation.ports().identityProvider());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            provider.close();
            ended.countDown();
        }));
        ended.await();
    }
}
