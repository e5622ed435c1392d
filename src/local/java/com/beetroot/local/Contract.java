package com.beetroot.local;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Validates responses against {@code openapi.yaml}: the status is listed, the content type is the declared one, the
 * body matches its schema and has no other members, each header is declared, and each required header is present.
 *
 * <p>It also checks rules that the contract states in prose only: {@code HEAD} is {@code GET} without a body (RFC 9110,
 * section 9.3.2), another method on a listed path is a 405, and a path that is not listed is a 404 or, below
 * {@code /persons/}, a {@code bad path}; {@code OPTIONS} is allowed on every path.
 */
public final class Contract {

    /** The path of the contract, relative to the project's folder, in which the tests and the gallery run. */
    public static final Path FILE = Path.of("openapi.yaml");

    /**
     * Headers that any response may have without a declaration: HTTP's own, and the CORS headers that let a page read
     * the others.
     */
    private static final Set<String> UNDECLARED_HEADERS = Set.of(
            "content-type", "content-length", "content-encoding", "date", "vary", "access-control-expose-headers");
    /** A path that looks like a person's, but that the contract's prose defines as a bad path. */
    private static final String PHOTOS_OF_NOBODY = "/persons/photos";
    /** Represents every path that the contract does not list. */
    private static final String UNLISTED = "/unlisted";

    static {
        // The library's schema checker warns that "components" is no keyword of JSON Schema.
        System.setProperty("org.slf4j.simpleLogger.log.com.networknt", "error");
    }

    private final Map<Pattern, String> paths;
    private final OpenAPI api;
    private final OpenApiInteractionValidator validator;

    private Contract(OpenAPI api) {
        this.api = api;
        paths = new LinkedHashMap<>();
        api.getPaths()
                .keySet()
                .forEach(path -> paths.put(Pattern.compile(path.replaceAll("\\{[^/]+}", "[^/]+")), path));
        ApiResponse notAllowed = response("MethodNotAllowed");
        api.getPaths().values().forEach(item -> item.post(answering(Map.of("405", notAllowed))));
        api.path(
                UNLISTED,
                new PathItem()
                        .get(answering(Map.of(
                                "400",
                                response("BadRequest"),
                                "404",
                                response("NotFound"),
                                "500",
                                response("InternalError"))))
                        .options(answering(Map.of("200", response("Preflight")))));
        validator = OpenApiInteractionValidator.createFor(api).build();
    }

    /** Reads {@link #FILE}. */
    public static Contract read() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        return new Contract(new OpenAPIV3Parser().read(FILE.toString(), null, options));
    }

    /**
     * Returns the violations of a response as sentences; empty if it conforms to the contract.
     *
     * @param path as the client sent it, percent-encoded, without the query
     * @param headers the response headers, several values joined with commas
     * @param body the response body, decompressed; empty if there is none
     */
    public List<String> violations(String method, String path, int status, Map<String, String> headers, String body) {
        String listed = path.equals(PHOTOS_OF_NOBODY)
                ? UNLISTED
                : paths.entrySet().stream()
                        .filter(each -> each.getKey().matcher(path).matches())
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(UNLISTED);
        Request.Method asked = asked(method, listed);
        SimpleResponse.Builder answer = SimpleResponse.Builder.status(status);
        headers.forEach(answer::withHeader);
        if (!body.isEmpty()) {
            answer.withBody(body);
        }

        boolean head = method.equals("HEAD");
        List<String> violations = new ArrayList<>();
        for (ValidationReport.Message message : validator
                .validateResponse(listed.replaceAll("[{}]", ""), asked, answer.build())
                .getMessages()) {
            if (!(head && message.getKey().equals("validation.response.body.missing"))) {
                violations.add(where(message) + message.getMessage());
            }
        }
        if (head && !body.isEmpty()) {
            violations.add("The answer to a HEAD request has a body.");
        }
        if (!body.isEmpty() && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            violations.add("The body has no Content-Type.");
        }
        Set<String> undeclared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        undeclared.addAll(headers.keySet());
        declaredHeaders(listed, asked, status).forEach(undeclared::remove);
        undeclared.forEach(name -> violations.add("The header " + name + " is not declared."));
        return violations.stream()
                .map(violation -> method + " " + listed + " " + status + ": " + violation)
                .toList();
    }

    private static Request.Method asked(String method, String listed) {
        return switch (method) {
            case "OPTIONS" -> Request.Method.OPTIONS;
            case "GET", "HEAD" -> Request.Method.GET;
            default -> listed.equals(UNLISTED) ? Request.Method.GET : Request.Method.POST;
        };
    }

    private Set<String> declaredHeaders(String listed, Request.Method asked, int status) {
        Set<String> declared = new HashSet<>(UNDECLARED_HEADERS);
        PathItem item = Objects.requireNonNull(api.getPaths().get(listed), listed);
        Operation operation = item.readOperationsMap().get(PathItem.HttpMethod.valueOf(asked.name()));
        ApiResponse response =
                Objects.requireNonNull(operation, listed).getResponses().get(Integer.toString(status));
        if (response != null && response.getHeaders() != null) {
            declared.addAll(response.getHeaders().keySet());
        }
        return declared;
    }

    private ApiResponse response(String name) {
        return Objects.requireNonNull(api.getComponents().getResponses().get(name), name);
    }

    private static Operation answering(Map<String, ApiResponse> answers) {
        ApiResponses responses = new ApiResponses();
        responses.putAll(answers);
        return new Operation().responses(responses);
    }

    private static String where(ValidationReport.Message message) {
        return message.getContext()
                .flatMap(ValidationReport.MessageContext::getPointers)
                .map(pointers -> pointers.getInstance())
                .filter(pointer -> !pointer.isEmpty())
                .map(pointer -> pointer + " ")
                .orElse("");
    }
}
