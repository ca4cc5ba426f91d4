/**
 * A failure carried through code that reads better with exceptions, iterators above all. Whoever catches it knows it by its
 * class and gives the failure on; anything else that is thrown is a bug.
 */
export abstract class CarriedFailure<Failure> extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, inWords: string) {
    super(inWords);
    this.name = new.target.name;
    this.failure = failure;
  }
}
