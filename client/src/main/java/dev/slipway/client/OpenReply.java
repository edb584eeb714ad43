package dev.slipway.client;

import java.io.InputStream;
import java.net.http.HttpHeaders;

/** A successful answer whose body is still to be read; the reader closes it. */
record OpenReply(HttpHeaders headers, InputStream body) {}
