interface Runner {
  readonly describe: (name: string, block: () => void) => void;
  readonly it: (sentence: string, test: () => Promise<void>, milliseconds?: number) => void;
  readonly beforeAll: (step: () => Promise<void>, milliseconds?: number) => void;
  readonly afterAll: (step: () => Promise<void>, milliseconds?: number) => void;
}

/** The test runner's own functions, taken from where it puts them, so that nothing here depends on its types. */
export const { describe, it, beforeAll, afterAll } = globalThis as unknown as Runner;

/** How long one test may take, in milliseconds: a bus may be a server across a wire. */
export const patience = 60_000;
