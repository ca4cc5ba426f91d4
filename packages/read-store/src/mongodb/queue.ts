/** Runs one task at a time, in the order they were asked for. */
export type Queue = <A>(task: () => Promise<A>) => Promise<A>;

export const makeQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
};
