/** Work done one piece after another under each name; under different names at the same time. */
export type InTurn = <A>(name: string, work: () => Promise<A>) => Promise<A>;

/** Takes work in the order it is given. A piece that fails does not keep the next one from its turn. */
export const makeTurns = (): InTurn => {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const turn = before.then(work, work);
    last.set(name, turn);
    const leave = (): void => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(leave, leave);
    return turn;
  };
};
