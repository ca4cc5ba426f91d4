/** Why a store does not do what it is asked though its server answers: becomes a failure, with these words. */
export class Refusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Refusal';
  }
}
