/** Wakes those who wait for something to change. Between looking and waiting there must be no `await`. */
export interface Bell {
  readonly ring: () => void;
  /** Settles at the next ring, or at once when the signal is aborted. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
}

export const makeBell = (): Bell => {
  const sleepers = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of sleepers) wake();
    },
    wait: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (signal.aborted) return resolve();
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
};
