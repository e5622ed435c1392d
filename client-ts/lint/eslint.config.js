import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// A suppression in the code names its rule and, after --, its reason.
export default tseslint.config(
  { ignores: ["dist/", "generated/", "**/node_modules/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strict],
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Vitest wants `{}` for the fixtures of a test that uses none.
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    // What runs in other people's apps and in the gallery page is checked with its types, too.
    files: ["src/**/*.{ts,tsx}", "page/src/**/*.{ts,tsx}", "examples/**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      // A number or a boolean in a text is meant.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // `() => void call()` and `() => set(value)` read better than a block.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // By code points is what is meant.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}", "page/src/**/*.{ts,tsx}", "examples/**/*.{ts,tsx}"],
    extends: [jsxA11y.flatConfigs.strict],
    plugins: { "react-hooks": reactHooks },
    rules: {
      // The plugin's other rules are for the React Compiler, which nothing here uses.
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      // Safari sees no list in a <ul> without markers, unless it has its role.
      "jsx-a11y/no-redundant-roles": ["error", { ul: ["list"] }],
      // A list handles the arrow keys of the links in it, a dialog the keys and swipes of what it shows.
      "jsx-a11y/no-noninteractive-element-interactions": [
        "error",
        {
          handlers: ["onClick", "onMouseDown", "onMouseUp", "onKeyPress", "onKeyDown", "onKeyUp"],
          ul: ["onKeyDown"],
          dialog: ["onClick", "onKeyDown"],
        },
      ],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
  {
    files: ["examples/**"],
    rules: {
      // They work with each TanStack Query 5; what replaces `prefetchInfiniteQuery` is new.
      "@typescript-eslint/no-deprecated": "off",
    },
  },
  {
    files: ["smoke/**"],
    rules: {
      // Image formats are recognised by their first bytes, control characters among them.
      "no-control-regex": "off",
    },
  },
  {
    files: ["page/**", "smoke/**", "test/**"],
    rules: {
      // Indices are checked by the compiler; `!` says what the line above has made sure of, or what a test relies on.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
