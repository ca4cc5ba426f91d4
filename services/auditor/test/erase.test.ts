import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isMeant, personIn } from '../src/erase';

const clerk = { provider: 'BEDS-azalea', person: 'clerk' };

/** Somebody at a terminal, or a pipe, that says this and ends; what they were asked, and whether they meant it. */
const answering = async (
  said: string,
  { isTTY = true, yes }: { readonly isTTY?: boolean; readonly yes?: true } = {},
): Promise<{ readonly meant: boolean; readonly asked: string }> => {
  const [input, output] = [Object.assign(new PassThrough(), { isTTY }), new PassThrough()];
  input.end(said);
  const meant = await isMeant(clerk, yes === undefined ? {} : { yes }, { input, output });
  output.end();
  return { meant, asked: await text(output) };
};

describe('whoever erases somebody', () => {
  it('is told what becomes of it, and writes the name once more', async () => {
    const { meant, asked } = await answering('BEDS-azalea/clerk\n');
    expect(meant).toBe(true);
    expect(asked).toContain('What is recorded of BEDS-azalea/clerk will be unreadable for good');
    expect(asked).toContain('Write BEDS-azalea/clerk once more to go on: ');
  });

  it('may have blanks around it, and not another name, a yes, or nothing', async () => {
    expect((await answering('  BEDS-azalea/clerk \n')).meant).toBe(true);
    for (const said of ['BEDS-azalea/treasurer\n', 'clerk\n', 'yes\n', 'beds-azalea/clerk\n', '\n'])
      expect((await answering(said)).meant).toBe(false);
  });

  it('has not said yes by ending the input', async () => {
    expect((await answering('')).meant).toBe(false);
  });

  it('is asked nothing where nobody could answer, nor where they said so with the command', async () => {
    expect(await answering('BEDS-azalea/clerk\n', { isTTY: false })).toEqual({ meant: false, asked: '' });
    expect(await answering('', { isTTY: false, yes: true })).toEqual({ meant: true, asked: '' });
    expect(await answering('no\n', { yes: true })).toEqual({ meant: true, asked: '' });
  });
});

describe('somebody named in the record of a provider', () => {
  it.each(['BEDS-azalea/clerk', 'provider-BEDS-azalea/clerk'])('is %s', (subject) => {
    expect(personIn(subject)).toEqual(clerk);
  });

  it.each(['BEDS-azalea', 'BEDS-azalea/', '/clerk', 'azalea/clerk', 'BEDS-azalea/clerk/x', 'Anne'])(
    'is not %s',
    (subject) => {
      expect(personIn(subject)).toBeUndefined();
    },
  );
});
