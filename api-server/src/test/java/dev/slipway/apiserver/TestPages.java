package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestPages {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void shellsHoldNoDataAndLoadNothingFromElsewhere() {
        for (String path : new String[] {"/", "/runs/shop/storefront/1", "/services"}) {
            Reply page = api.call("GET", path, null, null, "Accept", "text/html");
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
            assertThat(page.text())
                    .contains("lang=\"en\"", "aria-", "data-page")
                    .doesNotContain("onclick=", "style=");
            assertThat(page.text()).doesNotContain("<script>");
            Matcher link = LINK.matcher(page.text());
            while (link.find()) {
                if (link.group(1).startsWith("#")) {
                    continue;
                }
                assertThat(link.group(1)).startsWith("/").doesNotStartWith("//");
                assertThat(api.call("GET", link.group(1), null, null).status())
                        .as(link.group(1))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void assetsAreServedByNameOnly() {
        assertThat(api.call("GET", "/assets/slipway.css", null, null).header("Content-Type"))
                .startsWith("text/css");
        assertThat(api.call("GET", "/assets/slipway.js", null, null).header("Content-Type"))
                .startsWith("text/javascript");
        assertThat(api.call("GET", "/assets/runs.html", null, null).status()).isEqualTo(404);
        assertThat(api.call("GET", "/assets/..%2fopenapi", null, null).status()).isEqualTo(400);
    }

    @Test
    void measuresAreOnTheAdminPort() throws Exception {
        api.call("GET", "/health/ready", null, null);
        java.net.http.HttpResponse<String> measures = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create("http://127.0.0.1:" + api.adminPort() + "/metrics"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());

        assertThat(measures.statusCode()).isEqualTo(200);
        assertThat(measures.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
        assertThat(measures.body().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("# TYPE ")
                        || line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{quantile=\"0\\.\\d+\"\\})? -?[0-9.E-]+|.* NaN"));
        assertThat(api.call("GET", "/metrics", null, null).status()).isEqualTo(404);
    }

    @Test
    void healthTellsWhetherTheDatabaseAnswers() {
        assertThat(api.call("GET", "/health/live", null, null)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("ok");
        assertThat(api.call("GET", "/health/ready", null, null).status()).isEqualTo(200);
    }
}
