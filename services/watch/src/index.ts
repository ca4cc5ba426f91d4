export * from './closing-clock';
export * from './duty-clock';
export * from './watch';
