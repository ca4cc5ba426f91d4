// Loaded before a process (NODE_OPTIONS), so that its clock can be set while it runs: CLOCK_FILE holds by how many
// milliseconds it is off. What the machine knows of the time that has passed stays as it is.
const { readFileSync } = require('node:fs');

const file = process.env.CLOCK_FILE;
const offset = () => {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
};

if (file !== undefined) {
  const now = Date.now.bind(Date);
  let off = offset();
  setInterval(() => (off = offset()), 50).unref();
  Date.now = () => now() + off;
}
