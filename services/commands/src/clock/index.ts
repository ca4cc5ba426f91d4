export { type Clock, type ClockDoubted, type ClockStanding, drivenClock, momentOf } from './clock';
export { guardedClock } from './guarded-clock';
export { type Machine, thisMachine } from './machine';
export { behindInWords, clockDoubted, doubtInWords, whatToDo } from './in-words';
