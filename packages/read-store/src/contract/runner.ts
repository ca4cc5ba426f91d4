interface Runner {
  readonly describe: (name: string, block: () => void) => void;
  readonly it: (sentence: string, test: () => Promise<void>, milliseconds?: number) => void;
  readonly beforeAll: (step: () => Promise<void>, milliseconds?: number) => void;
  readonly afterAll: (step: () => Promise<void>, milliseconds?: number) => void;
}

const runner = globalThis as unknown as Runner;

/** The test runner's own functions, taken from where it puts them, so that nothing here depends on its types. */
export const { describe, beforeAll, afterAll } = runner;

/** How long one test may take, in milliseconds: an engine may be a server across a wire. */
export const patience = 60_000;

/** One promise of the port, as a sentence, and the test that holds an engine to it. */
export const it = (sentence: string, test: () => Promise<void>): void => runner.it(sentence, test, patience);
