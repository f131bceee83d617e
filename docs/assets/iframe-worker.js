// A browser starts no worker from a file: the search runs in a hidden frame of the page instead.
// The search script looks for the name IFrameWorker to know where it is.
window.Worker = window.IFrameWorker = class extends EventTarget {
  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.append(frame);
    const room = (this.room = frame.contentWindow);
    const script = (source) =>
      new Promise((done, failed) => {
        const element = room.document.createElement("script");
        Object.assign(element, { src: source, onload: done, onerror: failed });
        room.document.body.append(element);
      });
    // what a worker has and a frame has not
    room.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    room.importScripts = (...sources) => sources.reduce((before, source) => before.then(() => script(source)), Promise.resolve());
    this.ready = script(new URL(address, location));
  }

  postMessage(message) {
    // the index holds single Chinese characters (see mkdocs.yml): a page must have all of those that were typed
    const data = typeof message.data === "string" ? { ...message, data: message.data.replace(/[㐀-鿿]/g, " +$& ") } : message;
    this.ready.then(() => this.room.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate() {}
};
