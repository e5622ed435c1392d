package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.validation.validator.constraints.ConstraintValidatorContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests constraints that the contract does not use yet; other tests send requests for those that it uses. */
class ContractConstraintsTest {

    @Test
    void supportsConstraintsOfTheContractAndOfMicronaut() {
        try (ApplicationContext context = ApplicationContext.run()) {
            ContractConstraints constraints = new ContractConstraints(context);
            assertThat(isValid(constraints, Min.class, Map.of("value", 1L), 0)).isFalse();
            assertThat(isValid(constraints, Min.class, Map.of("value", 1L), 1)).isTrue();
            assertThat(isValid(constraints, Max.class, Map.of("value", 100L), 101))
                    .isFalse();
            assertThat(isValid(constraints, Size.class, Map.of("min", 1, "max", 2), ""))
                    .isFalse();
            assertThat(isValid(constraints, Size.class, Map.of("min", 1, "max", 2), "ab"))
                    .isTrue();
            assertThat(isValid(constraints, Size.class, Map.of("min", 1, "max", 2), "abc"))
                    .isFalse();
            assertThat(isValid(constraints, Pattern.class, Map.of("regexp", "[a-z]+"), "A"))
                    .isFalse();
            assertThat(isValid(constraints, Positive.class, Map.of(), 0)).isFalse();
            assertThat(isValid(constraints, Min.class, Map.of("value", 1L), 0L))
                    .as("a value of another type")
                    .isFalse();
        }
    }

    @SuppressWarnings("unchecked")
    private static <A extends Annotation, T> boolean isValid(
            ContractConstraints constraints, Class<A> constraint, Map<CharSequence, Object> members, T value) {
        AnnotationValue<A> annotation =
                AnnotationValue.builder(constraint).members(members).build();
        return constraints
                .findConstraintValidator(constraint, (Class<T>) value.getClass())
                .orElseThrow()
                .isValid(value, annotation, (ConstraintValidatorContext) null);
    }
}
