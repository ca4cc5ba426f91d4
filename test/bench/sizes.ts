/** How much is measured. */
export interface Sizes {
  /** Seconds that each way of appending is given in each round. */
  readonly appendSeconds: number;
  readonly appendRounds: number;
  /** Commissions that run at once in a log. */
  readonly commissions: number;
  /** Events of the long log, of the short one its memory is compared with, and of the one that is asked questions. */
  readonly long: number;
  readonly short: number;
  readonly asked: number;
  readonly replayRounds: number;
  /** Questions of each kind. */
  readonly questions: number;
  /** Events of the commission that commands are carried out on. */
  readonly stream: number;
  readonly commands: number;
  /** Bids of the lot that is evaluated, and how often one is. */
  readonly bids: number;
  readonly evaluations: number;
  /** Messages that go to and from a bus in each round. */
  readonly messages: number;
  readonly publishRounds: number;
  /** Events of the log that is read and followed over a wire, and events that are appended over one in each round. */
  readonly logged: number;
  readonly appends: number;
  /** Documents that are written over a wire in each round, and questions asked of them. */
  readonly documents: number;
  readonly wireQuestions: number;
  readonly wireRounds: number;
  /** Whether there is a comparison with the peer, which compiles for a minute and more where it has to be installed. */
  readonly peer: 'installed if need be' | 'where it is installed' | 'not';
  /** Where the report is written, from the root of the checkout. */
  readonly file: string | undefined;
}

/** `full` is what is promised about; `quick` is a look in between; `tiny` shows that the measuring works. */
export const sizes = {
  full: {
    appendSeconds: 1,
    appendRounds: 7,
    commissions: 200,
    long: 1_000_000,
    short: 100_000,
    asked: 200_000,
    replayRounds: 3,
    questions: 300,
    stream: 5_000,
    commands: 200,
    bids: 200,
    evaluations: 15,
    messages: 10_000,
    publishRounds: 7,
    logged: 10_000,
    appends: 1_000,
    documents: 256,
    wireQuestions: 40,
    wireRounds: 7,
    peer: 'installed if need be',
    file: 'docs/benchmarks.md',
  },
  quick: {
    appendSeconds: 0.3,
    appendRounds: 3,
    commissions: 200,
    long: 100_000,
    short: 25_000,
    asked: 50_000,
    replayRounds: 1,
    questions: 60,
    stream: 5_000,
    commands: 50,
    bids: 200,
    evaluations: 5,
    messages: 2_000,
    publishRounds: 3,
    logged: 3_000,
    appends: 300,
    documents: 128,
    wireQuestions: 15,
    wireRounds: 3,
    peer: 'where it is installed',
    file: 'docs/benchmarks.local.md',
  },
  tiny: {
    appendSeconds: 0.02,
    appendRounds: 1,
    commissions: 2,
    long: 1_000,
    short: 500,
    asked: 1_000,
    replayRounds: 1,
    questions: 2,
    stream: 500,
    commands: 2,
    bids: 5,
    evaluations: 1,
    messages: 20,
    publishRounds: 1,
    logged: 100,
    appends: 32,
    documents: 32,
    wireQuestions: 2,
    wireRounds: 1,
    peer: 'not',
    file: undefined,
  },
} satisfies Record<string, Sizes>;
