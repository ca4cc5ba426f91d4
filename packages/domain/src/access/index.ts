import { noteViewing } from './note-viewing';

/** Every action on the register of who was shown what. */
export const accessActions = [noteViewing];
