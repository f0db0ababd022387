import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/server.ts",
    // A browser each: one file after the other.
    fileParallelism: false,
    // A machine may be busy with more than this; what is waited for usually takes a second.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
