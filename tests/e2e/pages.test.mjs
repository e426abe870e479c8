// Every kind of page: one heading, one main, a title; no scroll sideways; nothing refused; nothing for axe to find.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openTab, startBrowser, startNode } from './house.mjs';

let node;
let browser;
let paths;
before(async () => {
  node = await startNode();
  browser = await startBrowser();
  const hits = (await (await fetch(`${node.url}/api/v1/search?q=&per_page=100`)).json()).hits;
  const named = (part) => `/r/${hits.find((hit) => hit.title.includes(part)).id}`;
  paths = ['/', '/search?q=castles', '/search?q=', '/search?q=&subject=history&type=video&level=england-ks1', '/search?q=qqqqzzzz',
    '/search?q=river&page=x&colour=red', named('Castles'), named('<of>'), named('نقوش'), '/organisations', '/by/oriel-wy', '/curriculum',
    '/curriculum/rivers', '/curriculum/rivers/RV.1', '/nowhere', '/r/zzzzzzzzzzzzzzzz'];
});
after(async () => {
  await browser?.close();
  await node?.stop();
});

const isMissing = (path) => path === '/nowhere' || path.includes('zzzzzzzzzz');

async function visit(tab, path) {
  tab.page.expectedFailure = isMissing(path);
  await tab.page.goto(node.url + path);
}

test('the watch over a page notices what it is there for', async () => {
  const tab = await openTab(browser, node, { scripts: true });
  await tab.page.goto(`${node.url}/nowhere`);
  await tab.page.evaluate(() => {
    const picture = document.createElement('img');
    picture.src = 'http://other.invalid/x.png';
    document.body.append(picture);
    document.body.setAttribute('style', 'color: red');
  });
  await tab.page.waitForTimeout(200);
  for (const part of ['404', 'img-src', 'style-src']) assert.ok(tab.complaints.some((text) => text.includes(part)), `${part}: ${tab.complaints}`);
  await tab.close();
});

test('every page has one h1, one main, a title of its own and a language', async () => {
  const tab = await openTab(browser, node);
  const titles = new Map();
  for (const path of paths) {
    await visit(tab, path);
    assert.equal(await tab.page.locator('h1').count(), 1, `${path}: one h1`);
    assert.equal(await tab.page.locator('main').count(), 1, `${path}: one main`);
    const title = await tab.page.title();
    assert.ok(title.length > 5, `${path}: a title`);
    titles.set(path, title);
    assert.ok(await tab.page.locator('html').getAttribute('lang'), `${path}: a language`);
  }
  assert.notEqual(titles.get('/'), titles.get('/organisations'));
  await tab.close();
});

for (const width of [320, 390, 1360]) {
  test(`no page scrolls sideways at ${width} pixels, and none complains`, async () => {
    const tab = await openTab(browser, node, { scripts: true, width });
    for (const path of paths) {
      tab.complaints.length = 0;
      await visit(tab, path);
      const [wide, shown] = await tab.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= shown, `${path}: ${wide} pixels wide at ${shown}`);
      // A missing page is a 404, and the browser says so in the console: that is no fault of the page.
      const complaints = tab.complaints.filter((text) => !(isMissing(path) && text.includes('404')));
      assert.deepEqual(complaints, [], path);
    }
    await tab.close();
  });
}

for (const [name, view] of [['in the light', {}], ['in the dark on a telephone', { width: 390, colorScheme: 'dark' }]]) {
  test(`axe finds nothing serious on any page ${name}`, { skip: axeIsMissing() }, () => expectNothingSerious(view));
}

async function expectNothingSerious(view) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const tab = await openTab(browser, node, { scripts: true, ...view });
  for (const path of paths) {
    await visit(tab, path);
    await tab.page.evaluate(axe);
    const result = await tab.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = result.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
      .map((one) => `${one.id}: ${one.nodes.map((place) => place.html).slice(0, 3).join(' | ')}`);
    assert.deepEqual(serious, [], path);
  }
  await tab.close();
}

function axeIsMissing() {
  try {
    createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    return false;
  } catch {
    return 'axe-core is not here; scripts/setup installs it';
  }
}
