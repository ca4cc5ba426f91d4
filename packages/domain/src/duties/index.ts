import { noteDuties } from './note-duties';

/** Every action on the duties of a commission. */
export const dutyActions = [noteDuties];
