import { createColors } from 'picocolors';

const { stdout, stderr, env } = process;

/** Colours are for people at a terminal: a file, a pipe and a build server get plain text. */
export const { bold, dim, green, red, yellow } = createColors(
  stdout.isTTY === true && stderr.isTTY === true && env['NO_COLOR'] === undefined,
);
