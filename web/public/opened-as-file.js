// A browser lets no page that was opened as a file read the files beside it, not even its own scripts. So this one, which needs none, says what to do.
if (location.protocol === 'file:') {
  const app = document.getElementById('app');
  app.style.cssText = 'max-width: 44rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere';
  const say = (tag, text) => {
    app.appendChild(document.createElement(tag)).textContent = text;
  };
  const folder = decodeURIComponent(location.pathname).replace(/\/[^/]*$/, '') || '/';
  say('h1', 'Bindscope needs a web server');
  say('p', 'A browser lets no page that is opened as a file read the files beside it. Any file server will do, also one on this machine, and nothing leaves it. In a terminal:');
  say('pre', `python3 -m http.server 8000 --bind 127.0.0.1 --directory '${folder}'`);
  app.lastElementChild.style.cssText = 'white-space: pre-wrap; padding: 0.75rem 1rem; border: 1px solid';
  say('p', 'Then open http://127.0.0.1:8000/ in the browser.');
}
