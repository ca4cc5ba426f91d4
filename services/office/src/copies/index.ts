export { type BackedUp, backUp, type BackupProgress } from './backup';
export { copyFailureInWords } from './failure';
export { restore, type Restored } from './restore';
