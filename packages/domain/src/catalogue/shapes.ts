import { anatomy } from '@commissioning/kernel';
import type * as t from 'io-ts';

/** A shape that several others have fields of, under a heading of its own; of a choice each of what may be chosen. */
export const shapeSection = (codec: t.Mixed, table: (shape: t.Mixed) => string): string => {
  const { _tag, types = [] } = anatomy(codec);
  const body = _tag === 'UnionType' ? `One of these.\n\n${types.map(table).join('\n\n')}` : table(codec);
  return `### ${codec.name}\n\n${body}\n`;
};
