interface Runner {
  readonly describe: (name: string, block: () => void) => void;
  readonly it: (sentence: string, test: () => Promise<void>, milliseconds: number) => void;
  readonly beforeAll: (step: () => Promise<void>, milliseconds: number) => void;
  readonly afterAll: (step: () => Promise<void>, milliseconds: number) => void;
}

const runner = globalThis as unknown as Runner;

/** How long one test may take, in milliseconds: an engine may be a server across a wire. */
const patience = 60_000;

/** The test runner's own, taken from where it puts it, so that nothing here depends on its types. */
export const { describe } = runner;

/** One promise of a port, as a sentence, and the test that holds an engine to it. */
export const it = (sentence: string, test: () => Promise<void>): void => runner.it(sentence, test, patience);

interface Engine {
  readonly close: () => Promise<void>;
}

/** An engine that is open while the tests run beside which this is said; closed once it was left as it was found. */
export const openedFor = <Port extends Engine>(
  name: string,
  open: () => Promise<Port>,
  leaving: () => Promise<void> = async () => undefined,
): (() => Port) => {
  let opened: Port | undefined;
  runner.beforeAll(async () => {
    opened = await open();
  }, patience);
  runner.afterAll(async () => {
    await leaving();
    await opened?.close();
  }, patience);
  return () => {
    if (opened === undefined) throw new Error(`${name} did not open`);
    return opened;
  };
};
