export * from './bring-in';
export * from './file';
export { columns, type Row, type RowFault } from './row';
