export { type BackedUp, backUp } from './backup';
export { copyFailureInWords } from './failure';
export { restore, type Restored } from './restore';
