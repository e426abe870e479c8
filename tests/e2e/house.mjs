// A small node of the real program on a port of its own, and a browser that sees nothing else.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { framework, logo, spreadsheet } from './data.mjs';

const program = process.env.COMMONPLACE_BINARY;
const run = promisify(execFile);

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function untilReady(server, url) {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`serve ended with ${server.exitCode}`);
    if (await answers(url)) return;
    await sleep(100);
  }
  throw new Error(`${url} was not ready within 30 seconds`);
}

export async function startNode() {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace #e2e '));
  const data = join(folder, 'data');
  const url = `http://127.0.0.1:${await freePort()}`;
  const command = (...words) => run(program, ['--data', data, ...words]);
  const file = async (name, content) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  await command('init', '--name', 'Glan’r Afon Museum', '--base-url', url, '--home', 'https://glanafon.example/', '--colour', '#2B3A8F',
    '--logo', await file('glanafon.png', logo(43, 58, 143)));
  await command('contributor', 'add', 'Oriel Ŵy', '--home', 'https://oriel-wy.example/', '--colour', '#B45309');
  await command('framework', 'import', await file('rivers.json', framework()), '--id', 'rivers');
  await command('import', await file('glanafon.csv', spreadsheet('glanafon', 30)));
  await command('import', await file('oriel.csv', spreadsheet('oriel-wy', 9)), '--contributor', 'oriel-wy');

  const server = spawn(program, ['--data', data, 'serve', '--listen', new URL(url).host], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (text) => { log += text; });
  try {
    await untilReady(server, `${url}/readyz`);
  } catch (error) {
    server.kill('SIGKILL');
    throw new Error(`${error.message}\n${log}`);
  }
  const stop = async () => {
    const ended = server.exitCode !== null || new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
    return server.exitCode;
  };
  return { url, stop };
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.COMMONPLACE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// A tab that remembers everything a good page never does: console errors, refused resources, other hosts, failed replies.
export async function openTab(browser, node, { scripts = false, width = 1360, height = 900, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${node.url}/`) && !request.url().startsWith('data:')) complaints.push(`other host: ${request.url()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !page.expectedFailure) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}
