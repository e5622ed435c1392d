package com.beetroot.api;

import com.beetroot.local.Contract;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Generates requests from {@code openapi.yaml}: valid ones, values at and just beyond the limits, and input that no
 * client should send. The same seed and number give the same request.
 */
final class GeneratedRequests {

    /** Whether the contract allows a request. */
    enum Verdict {
        /** The request obeys every rule. */
        ALLOWED,
        /** The request breaks a rule. */
        FORBIDDEN,
        /** The contract leaves it open, such as a number with a sign. */
        OPEN
    }

    /**
     * @param operation the operation in the contract; null for a path that it does not list
     * @param query percent-encoded, without the question mark
     */
    record Request(
            String operation,
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            String body,
            Verdict verdict) {}

    /** Values that come from the library and not from the contract. */
    record Known(List<String> personIds, List<String> photoIds, Map<String, List<String>> cursors) {}

    private record Value(String text, Verdict verdict) {}

    private static final List<String> OTHER_METHODS = List.of(
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "TRACE",
            "CONNECT",
            "BREW",
            "get",
            "PROPFIND",
            "X".repeat(300),
            "G ET",
            "ÄÖ");
    private static final List<String> NO_NUMBERS = List.of(
            "ten",
            "1.5",
            "true",
            "null",
            "5x",
            "",
            "0x1F",
            "1e2",
            "--1",
            "[]",
            "{}",
            "5;6",
            "1,2",
            "NaN",
            "Infinity",
            "%",
            "' OR 1=1",
            "9".repeat(40),
            "9".repeat(10_000));
    private static final List<String> ODD_NUMBERS = List.of(" 5", "5 ", "+5", "007", "５", "-0", "5\u0000");
    private static final List<String> NO_CURSORS = List.of(
            "",
            "abc",
            "!!!",
            "null",
            "0",
            "\u0000",
            "ÄÖÜ",
            "AAAA",
            "====",
            "../..",
            "{\"personId\":\"anna\"}",
            "A".repeat(1_024),
            "A".repeat(1_025),
            "A".repeat(100_000));
    private static final List<String> ODD_IDS = List.of(
            ".",
            "..",
            "...",
            "a/b",
            "a/",
            "/",
            "//",
            "a//b",
            "a;b=c",
            "a?b",
            "a#b",
            "a%b",
            "%2F",
            "100%",
            "+",
            " ",
            "  ",
            "a b",
            "ü",
            "😀",
            "日本",
            "\u0000",
            "\u007f",
            "\ufeff",
            "\u202e",
            "a\nb",
            "\\",
            "'",
            "\"",
            "<script>",
            "{personId}",
            "${x}",
            "null",
            "undefined",
            "photos",
            "Photos",
            "persons",
            "e\u0301",
            "\ud83d",
            "~",
            "*",
            "@",
            "a:b",
            "a,b",
            "a=b&c=d",
            "|",
            "[x]");
    private static final List<String> ODD_PATHS = List.of(
            "",
            "/",
            "//",
            "///",
            "/nowhere",
            "/persons/",
            "/PERSONS",
            "/persons//",
            "/persons/anna/",
            "/persons/anna/photos/",
            "/persons/anna/thumbs",
            "/persons/a/b/photos",
            "/persons//photos",
            "/persons/photos",
            "/photos",
            "/persons/../persons",
            "/./persons",
            "/persons;v=1",
            "/persons%2Fanna",
            "/%70ersons",
            "persons",
            "/persons/%zz",
            "/persons/%",
            "/persons/%FF",
            "/persons/%C0%AF",
            "/persons/anna?limit=1",
            "/persons#x",
            "/persons\\anna",
            "*",
            "http://x/persons",
            "/health",
            "/favicon.ico",
            "/.env",
            "/persons/" + "a/".repeat(2_000),
            "/" + "x".repeat(100_000),
            "/\u0000",
            "/persons/\ud83d",
            "/p\u00e9rsons",
            "/persons/anna/photos/photo-1");
    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "application/json",
            "text/html",
            "application/xml",
            "application/problem+json",
            "image/avif,*/*;q=0.1",
            "text/html;q=x",
            "///",
            "",
            "nonsense",
            "application/json;q=0");
    private static final List<String> ODD_HEADERS = List.of(
            "Accept-Encoding: gzip",
            "Accept-Encoding:  gzip",
            "Accept-Encoding: \tgzip\t",
            "Origin: \thttps://a.example",
            "Origin:  ",
            "If-None-Match:  ",
            "If-None-Match: \t\"x\" ",
            "Accept-Encoding: gzip;q=",
            "Accept-Encoding: ,,;",
            "If-None-Match: *",
            "If-None-Match: \"x\"",
            "If-None-Match: W/",
            "If-None-Match: ,",
            "If-Modified-Since: never",
            "Range: bytes=0-10",
            "Origin: https://a.example",
            "Origin: null",
            "Origin: ",
            "Origin: ://",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Method: BREW",
            "Access-Control-Request-Headers: x",
            "Host: ",
            "Host: a b",
            "Host: evil.example:99999",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-For: ,",
            "X-Forwarded-Port: x",
            "Content-Type: application/json",
            "Content-Type: nonsense",
            "Content-Type: multipart/form-data",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: -1",
            "Content-Length: 99999999999",
            "Transfer-Encoding: chunked",
            "Expect: 100-continue",
            "Cookie: a=b; c",
            "Cookie: =;;=",
            "Authorization: Bearer x",
            "Authorization: ",
            "Accept-Language: xx-YY;q=2",
            "Accept-Charset: utf-7",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "X-HTTP-Method-Override: DELETE",
            "User-Agent: \u00fc\u0000",
            "Accept-Language: ");
    private static final List<String> BODIES =
            List.of("", "{}", "hello", "\u0000", "{\"a\":", "limit=5", "x".repeat(50_000));

    private final OpenAPI api;
    private final List<String> paths;
    private final Known known;
    private final long seed;

    GeneratedRequests(long seed, Known known) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        api = new OpenAPIV3Parser().read(Contract.FILE.toString(), null, options);
        paths = List.copyOf(api.getPaths().keySet());
        this.known = known;
        this.seed = seed;
    }

    Request request(int number) {
        return new Draw(new SplittableRandom(seed * 1_000_003 + number)).request();
    }

    /** Returns the statuses that the contract lists for each operation. */
    Map<String, List<String>> listedStatuses() {
        return paths.stream()
                .map(path -> api.getPaths().get(path).getGet())
                .collect(Collectors.toMap(
                        Operation::getOperationId,
                        operation -> operation.getResponses().keySet().stream()
                                .sorted()
                                .toList()));
    }

    private final class Draw {

        private final SplittableRandom random;

        Draw(SplittableRandom random) {
            this.random = random;
        }

        Request request() {
            String method = lot(70) ? "GET" : lot(30) ? "HEAD" : lot(35) ? "OPTIONS" : any(OTHER_METHODS);
            Map<String, List<String>> headers = headers();
            String body = lot(90) ? null : any(BODIES);
            if (lot(12)) {
                return new Request(
                        null,
                        method,
                        lot(80) ? any(ODD_PATHS) : any(ODD_PATHS) + "/" + any(ODD_IDS),
                        query(List.of()),
                        headers,
                        body,
                        Verdict.OPEN);
            }
            String path = any(paths);
            Operation operation = api.getPaths().get(path).getGet();
            List<Parameter> parameters = operation.getParameters();
            List<Verdict> verdicts = new ArrayList<>();
            List<String> query = new ArrayList<>();
            for (Parameter parameter : parameters) {
                if (parameter.getIn().equals("path")) {
                    Value id = lot(50)
                            ? new Value(any(known.personIds()), Verdict.ALLOWED)
                            : textOf(parameter.getSchema());
                    Value encoded = encodedInPath(id);
                    verdicts.add(encoded.verdict());
                    path = path.replace("{" + parameter.getName() + "}", encoded.text());
                } else if (lot(parameter.getName().equals("download") ? 10 : 55)) {
                    Value value = value(operation, parameter);
                    query.add(inQuery(parameter.getName()) + "=" + inQuery(value.text()));
                    verdicts.add(value.verdict());
                    if (lot(8)) {
                        query.add(parameter.getName() + "=" + inQuery(lot(50) ? value.text() : "1"));
                        verdicts.add(Verdict.FORBIDDEN);
                    }
                } else if (lot(5)) {
                    query.add(parameter.getName());
                    verdicts.add(Verdict.FORBIDDEN);
                }
            }
            if (isGiven("download", query) && isGiven("cursor", query)) {
                verdicts.add(Verdict.FORBIDDEN);
            }
            Verdict verdict = verdicts.contains(Verdict.FORBIDDEN)
                    ? Verdict.FORBIDDEN
                    : verdicts.contains(Verdict.OPEN) ? Verdict.OPEN : Verdict.ALLOWED;
            return new Request(operation.getOperationId(), method, path, query(query), headers, body, verdict);
        }

        private static boolean isGiven(String name, List<String> query) {
            return query.stream().anyMatch(each -> each.equals(name) || each.startsWith(name + "="));
        }

        private Value value(Operation operation, Parameter parameter) {
            if (parameter.getName().equals("download")) {
                return lot(50)
                        ? new Value(any(known.photoIds()), Verdict.ALLOWED)
                        : lot(20) ? new Value("", Verdict.FORBIDDEN) : photoId(parameter.getSchema());
            }
            List<String> cursors = known.cursors().getOrDefault(operation.getOperationId(), List.of());
            if (parameter.getSchema().getType().equals("integer")) {
                return number(parameter.getSchema());
            }
            if (lot(30)) {
                return new Value(any(NO_CURSORS), Verdict.FORBIDDEN);
            }
            // A cursor belongs to one operation and person. Only the response shows whether it is valid.
            String cursor = any(
                    lot(60) && !cursors.isEmpty()
                            ? cursors
                            : known.cursors().values().stream()
                                    .flatMap(List::stream)
                                    .toList());
            return new Value(lot(50) ? cursor : mangled(cursor), Verdict.OPEN);
        }

        private Value photoId(Schema<?> schema) {
            int most = schema.getMaxLength();
            return switch (random.nextInt(4)) {
                case 0 -> new Value("x".repeat(most), Verdict.ALLOWED);
                case 1 -> new Value("x".repeat(most + 1), Verdict.FORBIDDEN);
                case 2 -> new Value("1".repeat(1 + random.nextInt(60)), Verdict.ALLOWED);
                default -> new Value(any(ODD_IDS), Verdict.ALLOWED);
            };
        }

        private Value number(Schema<?> schema) {
            long least = schema.getMinimum().longValue();
            long most = schema.getMaximum().longValue();
            if (lot(55)) {
                return new Value(
                        Long.toString(lot(40) ? (lot(50) ? least : most) : random.nextLong(least, most + 1)),
                        Verdict.ALLOWED);
            }
            if (lot(40)) {
                return new Value(
                        any(List.of(
                                        least - 1,
                                        most + 1,
                                        least - 1_000_000,
                                        (long) Integer.MAX_VALUE,
                                        Integer.MAX_VALUE + 1L,
                                        Long.MIN_VALUE))
                                .toString(),
                        Verdict.FORBIDDEN);
            }
            return lot(80) ? new Value(any(NO_NUMBERS), Verdict.FORBIDDEN) : new Value(any(ODD_NUMBERS), Verdict.OPEN);
        }

        /** Returns a text at its limits, just beyond them, or with odd characters. */
        private Value textOf(Schema<?> schema) {
            int most = schema.getMaxLength();
            return switch (random.nextInt(6)) {
                case 0 -> new Value("x".repeat(most), Verdict.ALLOWED);
                case 1 -> new Value("x".repeat(most + 1), Verdict.FORBIDDEN);
                // The contract limits the characters, and also the UTF-8 form to 2,048 bytes.
                case 2 -> new Value("ü".repeat(most / 2), Verdict.ALLOWED);
                case 3 -> new Value("ü".repeat(most / 2) + "x", Verdict.FORBIDDEN);
                case 4 -> new Value(any(ODD_IDS), Verdict.ALLOWED);
                default ->
                    new Value(
                            random.ints(1 + random.nextInt(40), 1, 0x2FFFF)
                                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                                    .mapToObj(Character::toString)
                                    .collect(Collectors.joining("", "a", "")),
                            Verdict.ALLOWED);
            };
        }

        /** Percent-encodes an id in one of the ways that clients use. */
        private Value encodedInPath(Value id) {
            // Ids that have a special meaning in a path, or are not valid Unicode.
            boolean open = id.text().equals("photos")
                    || id.text().matches("\\.{1,2}|.*[\ud800-\udfff]")
                            && !Character.isSurrogatePair(
                                    id.text().charAt(0),
                                    id.text().charAt(id.text().length() - 1));
            Verdict verdict = open && id.verdict() == Verdict.ALLOWED ? Verdict.OPEN : id.verdict();
            String encoded =
                    URLEncoder.encode(id.text(), StandardCharsets.UTF_8).replace("+", "%20");
            return switch (random.nextInt(8)) {
                case 0 -> new Value(escaped(id.text(), false), verdict);
                case 1 -> new Value(escaped(id.text(), true), verdict);
                // Decoded, as an HTTP API passes it on. A slash or an escape in the id is then indistinguishable from
                // one in the path.
                case 2 ->
                    new Value(
                            id.text(),
                            id.text().matches("(?s).*[/%?#;\\\\].*")
                                            || id.text().isBlank()
                                    ? Verdict.OPEN
                                    : verdict);
                case 3 ->
                    lot(50)
                            ? new Value(
                                    encoded + any(List.of("%", "%zz", "%FF", "%C0%AF", "%ED%A0%80", "%u0041", ";v=1")),
                                    id.verdict() == Verdict.ALLOWED ? Verdict.OPEN : id.verdict())
                            : new Value(encoded, verdict);
                default -> new Value(encoded, verdict);
            };
        }

        private String escaped(String text, boolean lower) {
            StringBuilder escaped = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                escaped.append(String.format(lower ? "%%%02x" : "%%%02X", b));
            }
            return escaped.toString();
        }

        private String mangled(String cursor) {
            int at = random.nextInt(cursor.length());
            return switch (random.nextInt(5)) {
                case 0 -> cursor.substring(0, at);
                case 1 -> cursor.substring(at);
                case 2 -> cursor.substring(0, at) + (char) ('A' + random.nextInt(26)) + cursor.substring(at + 1);
                case 3 -> cursor + cursor;
                default -> cursor + "=";
            };
        }

        private String query(List<String> parameters) {
            List<String> all = new ArrayList<>(parameters);
            if (lot(15)) {
                all.add(any(List.of(
                        "page=2",
                        "q=",
                        "x",
                        "=",
                        "=y",
                        "Limit=0",
                        "LIMIT=x",
                        "limit%00=5",
                        "cursor[]=a",
                        "a=%zz",
                        "%zz=a",
                        "a=%FF",
                        "a=%",
                        "utm=" + "x".repeat(5_000),
                        "limit.x=0",
                        "__proto__=1")));
            }
            return String.join(lot(3) ? "&&" : "&", all);
        }

        private Map<String, List<String>> headers() {
            Map<String, List<String>> headers = new HashMap<>();
            if (lot(90)) {
                headers.put("Host", List.of("id.execute-api.eu-central-1.amazonaws.com"));
            }
            if (lot(30)) {
                headers.put("Accept", List.of(any(ACCEPTS)));
            }
            for (int i = lot(50) ? 0 : random.nextInt(4); i > 0; i--) {
                String[] header = any(ODD_HEADERS).split(": ", 2);
                headers.put(
                        lot(50) ? header[0] : header[0].toLowerCase(Locale.ROOT),
                        lot(90) ? List.of(header[1]) : List.of(header[1], "b"));
            }
            return headers;
        }

        private boolean lot(int percent) {
            return random.nextInt(100) < percent;
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private static String inQuery(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
