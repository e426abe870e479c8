// A teacher without scripts: from the first page to a resource, its organisation and the curriculum.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTab, startBrowser, startNode } from './house.mjs';

let node;
let browser;
before(async () => {
  node = await startNode();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await node?.stop(), 0, 'serve ends with 0 on SIGTERM');
});

// The number a heading or a label begins with or holds.
const number = (text) => Number(text.replaceAll(',', '').match(/\d+/)?.[0]);

test('a teacher finds a resource, its organisation and its place in the curriculum', async () => {
  const { page, complaints, close } = await openTab(browser, node);
  await page.goto(`${node.url}/`);

  await page.getByRole('searchbox').first().fill('castles');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=castles/);
  const found = number(await page.locator('h1').innerText());
  assert.ok(found > 1, `castles finds several, not ${found}`);
  assert.equal(await page.locator('article mark').first().innerText(), 'Castles');

  const filter = page.locator('#filters');
  await filter.getByRole('checkbox', { name: /Video/ }).check();
  await filter.getByRole('button', { name: 'Show results' }).first().click();
  await page.waitForURL(/type=video/);
  const narrowed = number(await page.locator('h1').innerText());
  assert.ok(narrowed > 0 && narrowed < found, `${narrowed} of ${found}`);
  assert.equal(await page.locator('.chips a.chip').count(), 1);

  await page.locator('article a').first().click();
  await page.waitForURL(/\/r\/[0-9a-z]{16}$/);
  assert.match(await page.locator('h1').innerText(), /^Castles of the valley/);
  assert.match(await page.locator('main').innerText(), /licensed under|CC /);
  const out = page.locator('main a[href^="https://glanafon.example/learning/"], main a[href^="https://oriel-wy.example/learning/"]');
  assert.ok(await out.count() > 0, 'a link to where the resource lives');
  const resource = page.url();

  await page.locator('main a[href^="/by/"]').first().click();
  await page.waitForURL(/\/by\//);
  assert.match(await page.locator('h1').innerText(), /Glan’r Afon Museum|Oriel Ŵy/);

  await page.goto(resource);
  await page.locator('main a[href^="/curriculum/rivers/"]').first().click();
  await page.waitForURL(/\/curriculum\/rivers\/RV\.[1-4]$/);
  assert.ok(await page.locator('article').count() > 0, 'the statement shows its resources');

  await page.getByRole('link', { name: 'Curriculum' }).first().click();
  await page.waitForURL(/\/curriculum$/);
  await page.getByRole('link', { name: /River Learning/ }).click();
  await page.waitForURL(/\/curriculum\/rivers$/);
  await page.locator('main a[href="/curriculum/rivers/RV.2"]').first().click();
  await page.waitForURL(/\/curriculum\/rivers\/RV\.2$/);

  assert.deepEqual(complaints, []);
  await close();
});

test('chips, sorting and pages work without scripts', async () => {
  const { page, complaints, close } = await openTab(browser, node);
  await page.goto(`${node.url}/search?q=&subject=history&type=video`);

  await page.locator('.chips a.chip').first().click();
  assert.equal(await page.locator('.chips a.chip').count(), 1);
  await page.locator('.chips a.clear').click();
  assert.equal(number(await page.locator('h1').innerText()), 39);

  await page.locator('#sort').selectOption('title');
  await page.locator('form.order button').click();
  await page.waitForURL(/sort=title/);
  const titles = await page.locator('article h3, article h2').allInnerTexts();
  assert.ok(titles.length === 20, `${titles.length} cards on the first page`);
  await page.locator('a[href*="page=2"]').first().click();
  await page.waitForURL(/page=2/);
  assert.equal(await page.locator('article').count(), 19);

  assert.deepEqual(complaints, []);
  await close();
});

test('a search that finds nothing says what to do next', async () => {
  const { page, complaints, close } = await openTab(browser, node);
  await page.goto(`${node.url}/search?q=qqqqzzzz`);

  assert.equal(await page.locator('article').count(), 0);
  assert.ok((await page.locator('main').innerText()).length > 60);
  assert.deepEqual(complaints, []);
  await close();
});

test('the keyboard reaches the search, and the focus is always to be seen', async () => {
  const { page, close } = await openTab(browser, node, { scripts: true });
  for (const path of ['/', '/search?q=castles', '/organisations']) {
    await page.goto(node.url + path);
    let reached = false;
    for (let step = 0; step < 12 && !reached; step++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const it = document.activeElement;
        const style = getComputedStyle(it);
        const box = it.getBoundingClientRect();
        return { name: it.getAttribute('name'), tag: it.tagName, outline: parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none',
          shadow: style.boxShadow !== 'none', visible: box.width > 0 && box.height > 0 && box.bottom > 0 };
      });
      assert.ok(focus.outline || focus.shadow, `${path}: focus on ${focus.tag} is to be seen`);
      assert.ok(focus.visible, `${path}: focus on ${focus.tag} is on the page`);
      reached = focus.tag === 'INPUT' && focus.name === 'q';
    }
    assert.ok(reached, `${path}: the search is reached within 12 steps`);
  }
  await close();
});
