import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
if (executablePath === undefined && process.env['CI'] === 'true')
  throw new Error('CI needs a browser: install chromium');
if (executablePath === undefined)
  process.stderr.write('SKIPPED: no Chromium here, so nothing was seen in a browser\n');

jest.setTimeout(180_000);

/** A page of each kind. */
const paths = [
  '/',
  '/commissions/BEDS-2024-0001',
  '/consultations?standing=all',
  '/consultations/BEDS-2026-0005/residents',
  '/opportunities?standing=all',
  '/opportunities/BEDS-2024-0001',
  '/decisions',
  '/specified-information',
  '/rules',
];

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

(executablePath === undefined ? describe.skip : describe)('the pages, in a browser', () => {
  const folder = temporaryFolder();
  let office: RunningOffice;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    office = await startOffice(folder.path);
    browser = await chromium.launch({ executablePath: executablePath as string, args: quiet });
    context = await browser.newContext();
    page = await context.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await office?.stop();
    folder.remove();
  });

  const open = async (path: string): Promise<void> => {
    const response = await page.goto(`${office.url}${path}`);
    expect(response?.status()).toBe(200);
  };

  test('say on each of them that this is a demonstration', async () => {
    for (const path of paths) {
      await open(path);
      expect(await page.getByRole('note').innerText()).toContain('DEMONSTRATION');
      expect(await page.title()).toContain('DEMONSTRATION');
    }
  });

  test('show the real history, an unknown amount staying unknown', async () => {
    await open('/?origin=before&order=title');
    const row = page.getByRole('row', { name: /Counselling for child and young victims/ });
    expect(await row.innerText()).toContain('Embrace Child Victims of Crime');
    expect(await row.innerText()).toContain('unknown');
    expect(await row.innerText()).not.toContain('£0');
  });

  test('lead by keyboard alone from the register to the story of a service and its result', async () => {
    await open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to the main content');
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: /persistent anti-social behaviour/ });
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await link.evaluate((element) => element.matches(':focus'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/commissions/BEDS-2024-0001');
    const story = await page.getByRole('list').last().innerText();
    const told = [
      'Need identified',
      'Specification published',
      'Award decision published',
      'Agreement signed',
      'Payment made',
      'Closed',
    ];
    const places = told.map((step) => story.indexOf(step));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('show the register as it stood on a day', async () => {
    await open('/');
    await page.getByLabel('As it stood on').fill('2025-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**as-at=2025-01-01**');
    expect(await page.getByRole('link', { name: /persistent anti-social behaviour/ }).count()).toBe(1);
    expect(await page.getByRole('link', { name: /Youth activities/ }).count()).toBe(0);
  });

  test('lead from the register to what may be bid for, and on to a specification and what became of it', async () => {
    await open('/');
    await page.getByRole('navigation').getByRole('link', { name: 'Opportunities' }).click();
    await page.waitForURL('**/opportunities');
    expect(await page.getByRole('main').innerText()).toContain('Nothing is open for bids');
    await page.getByLabel('Show', { exact: true }).selectOption('closed');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: /persistent anti-social behaviour/ }).click();
    const told = await page.getByRole('main').innerText();
    for (const each of ['How victims will be supported', '55%', 'Which languages are needed?', 'Safe Hands'])
      expect(told).toContain(each);
  });

  test('lead by keyboard to what is being consulted on, until when, and how to answer', async () => {
    await open('/consultations?standing=all');
    const link = page.getByRole('link', { name: /Support after a burglary/ });
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if (await link.evaluate((element) => element.matches(':focus'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/consultations/BEDS-2026-0005/residents');
    const told = await page.getByRole('main').innerText();
    for (const each of ['what was missing', '12 February 2027', 'by telephone on weekdays', 'service users'])
      expect(told).toContain(each);
    expect(told).not.toContain('(example)');
    await open('/consultations?standing=closed');
    const row = page.getByRole('row', { name: /Who calls people after a burglary/ });
    expect(await row.innerText()).toContain('extended');
  });

  test('list every exception, and the other registers, to those who may read them, on a phone too', async () => {
    expect((await page.goto(`${office.url}/registers`))?.status()).toBe(401);
    const link = /auditor +(http\S+\/sign-in\?token=\S+)/.exec(office.printed())?.[1] ?? '';
    await page.goto(link);
    await open('/registers');
    expect(await page.locator('h1').textContent()).toBe('Exceptions');
    const rows = page.getByRole('row');
    expect(await rows.count()).toBeGreaterThan(1);
    expect(await rows.nth(1).innerText()).toMatch(/Ground:[^]*Authorised by:[^]*Decision:/);
    for (const [register, heading] of [
      ['interests', 'Interests'],
      ['direct-awards', 'Awards without competition'],
      // Whoever was shown the interests a moment ago stands in it.
      ['access', 'Access'],
    ] as const) {
      await page.getByLabel('Register').selectOption(register);
      await page.getByRole('button', { name: 'Show' }).click();
      await page.waitForURL(`**register=${register}**`);
      expect(await page.locator('h1').textContent()).toBe(heading);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/registers', '/registers?register=interests', '/contributions']) {
      await open(path);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => ({ id, first: nodes[0]?.html }))).toEqual([]);
      const wide: unknown = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([path, wide]).toEqual([path, 0]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.getByRole('main').innerText()).toMatch(/To come/i);
    await context.clearCookies();
  });

  test('give the lists that the law asks for, as spreadsheets', async () => {
    await open('/specified-information');
    const row = page.getByRole('row', { name: /Crime and disorder reduction grants/ });
    expect(await row.innerText()).toContain('3(f)');
    const link = await row.getByRole('link', { name: /Spreadsheet/ }).getAttribute('href');
    const csv = await (await fetch(`${office.url}${link ?? ''}`)).text();
    expect(csv).toContain('Speed indicator for the high street');
  });

  test('fit a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of paths) {
      await open(path);
      const wide: unknown = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(wide).toBe(0);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('have no fault that an automatic check of accessibility finds', async () => {
    for (const path of paths) {
      await open(path);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => ({ id, first: nodes[0]?.html }))).toEqual([]);
    }
  });

  test('show who owes what to those who have signed in, on a phone too and without such faults', async () => {
    expect((await page.goto(`${office.url}/duties`))?.status()).toBe(401);
    expect(await page.locator('h1').textContent()).toBe('Sign in first');
    const link = /finance +(http\S+\/sign-in\?token=\S+)/.exec(office.printed())?.[1] ?? '';
    await page.goto(link);
    await open('/duties');
    await page.getByLabel('Standing').selectOption('met-late');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**standing=met-late**');
    expect(await page.getByRole('row', { name: /Money set aside is awarded or given back/ }).count()).toBe(3);
    const late = page.getByRole('row', { name: /Each item of expenditure/ });
    expect(await late.innerText()).toContain('The body itself, BEDS');
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => ({ id, first: nodes[0]?.html }))).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: unknown = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await context.clearCookies();
  });

  test('find a rule by its words and its strength, and say which acts it is asked of', async () => {
    await open('/rules');
    await page.getByLabel('Words').fill('DEADLINE receive');
    await page.getByLabel('Strength').selectOption('integrity');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**words=DEADLINE+receive&strength=integrity');
    const row = page.getByRole('row', { name: /bid\.before-deadline/ });
    expect(await row.innerText()).toContain('receive bid');
    expect(await page.getByRole('row', { name: /rulebook\.one-body/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.waitForURL('**/rules');
    await page.getByRole('link', { name: 'standstill', exact: true }).click();
    await page.waitForURL('**/rules#about-standstill');
    await open('/rules?words=nothing-of-the-kind');
    expect(await page.getByRole('main').innerText()).toContain('No rule tells of that.');
    expect((await page.goto(`${office.url}/rules?strength=custom`))?.status()).toBe(400);
  });

  test('lead each who works here to the pages that they may open, and nobody else', async () => {
    const insiders = page.getByRole('navigation', { name: 'For you who work here' });
    await open('/');
    expect(await insiders.count()).toBe(0);
    const linksOf = async (role: string): Promise<string> => {
      const link = new RegExp(`${role} +(http\\S+/sign-in\\?token=\\S+)`).exec(office.printed())?.[1] ?? '';
      await page.goto(link);
      const links = await insiders.innerText();
      for (const each of await insiders.getByRole('link').all()) {
        const path = (await each.getAttribute('href')) as string;
        expect((await context.request.get(`${office.url}${path}`)).status()).toBe(200);
      }
      await context.clearCookies();
      return links.replaceAll(/\s+/g, ' ').trim();
    };
    expect(await linksOf('auditor')).toBe('Duties Contributions Registers Red flags');
    expect(await linksOf('finance')).toBe('Duties Contributions Registers');
    expect(await linksOf('administrator')).toBe('Contributions Registers');
  });

  test('ask where it may be worth a look, on a phone too and without such faults', async () => {
    const link = /auditor +(http\S+\/sign-in\?token=\S+)/.exec(office.printed())?.[1] ?? '';
    await page.goto(link);
    await open('/red-flags');
    await page.getByLabel('Flag').selectOption('R060');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**flag=R060**');
    expect(await page.getByRole('row', { name: /A long time until signature/ }).count()).toBeGreaterThan(0);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => ({ id, first: nodes[0]?.html }))).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: unknown = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await context.clearCookies();
  });

  test('answer an address that is nothing with a page that says so', async () => {
    const response = await page.goto(`${office.url}/commissions/BEDS-2099-0001`);
    expect(response?.status()).toBe(404);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('no such service');
  });
});
