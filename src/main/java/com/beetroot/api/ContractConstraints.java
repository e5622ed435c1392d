package com.beetroot.api;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.core.util.SupplierUtil;
import io.micronaut.validation.validator.constraints.ConstraintValidator;
import io.micronaut.validation.validator.constraints.ConstraintValidatorContext;
import io.micronaut.validation.validator.constraints.ConstraintValidatorRegistry;
import io.micronaut.validation.validator.constraints.DefaultConstraintValidators;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Validates the contract's constraints with classes that the AOT cache can hold. Micronaut creates its own validators
 * all at once, from fifty lambdas that the cache cannot hold, so that the INIT takes 754 ms instead of 684. It creates
 * them only if the contract gets another constraint.
 */
@Singleton
@Replaces(DefaultConstraintValidators.class)
final class ContractConstraints implements ConstraintValidatorRegistry {

    private static final Map<Class<? extends Annotation>, Known<?, ?>> KNOWN = Map.of(
            Min.class, new Known<>(Integer.class, new AtLeast()),
            Max.class, new Known<>(Integer.class, new AtMost()),
            Size.class, new Known<>(String.class, new Within()));

    private record Known<A extends Annotation, T>(Class<T> type, ConstraintValidator<A, T> validator) {}

    private static final class AtLeast implements ConstraintValidator<Min, Integer> {
        @Override
        public boolean isValid(@Nullable Integer value, AnnotationValue<Min> min, ConstraintValidatorContext context) {
            return value == null || value >= min.longValue().orElseThrow();
        }
    }

    private static final class AtMost implements ConstraintValidator<Max, Integer> {
        @Override
        public boolean isValid(@Nullable Integer value, AnnotationValue<Max> max, ConstraintValidatorContext context) {
            return value == null || value <= max.longValue().orElseThrow();
        }
    }

    private static final class Within implements ConstraintValidator<Size, String> {
        @Override
        public boolean isValid(@Nullable String value, AnnotationValue<Size> size, ConstraintValidatorContext context) {
            return value == null
                    || value.length() >= size.intValue("min").orElse(0)
                            && value.length() <= size.intValue("max").orElse(Integer.MAX_VALUE);
        }
    }

    private final Supplier<ConstraintValidatorRegistry> others;

    ContractConstraints(BeanContext beans) {
        others = SupplierUtil.memoized(() -> new DefaultConstraintValidators(beans));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Annotation, T> Optional<ConstraintValidator<A, T>> findConstraintValidator(
            Class<A> constraint, Class<T> type) {
        Known<?, ?> known = KNOWN.get(constraint);
        return known != null && known.type() == type
                ? Optional.of((ConstraintValidator<A, T>) known.validator())
                : others.get().findConstraintValidator(constraint, type);
    }
}
