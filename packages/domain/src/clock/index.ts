import { confirmClock } from './confirm-clock';

/** Every action on the clock by which the record is kept. */
export const clockActions = [confirmClock];
