// A small app on Node's @slack/bolt: another client than ours, so that the local Slack is held to Slack, not to our habits.
const { App } = require("@slack/bolt");

const plain = (text) => ({ type: "plain_text", text });
const field = (block_id, initial_value) => ({
  type: "input", block_id, label: plain("Page"), element: { type: "plain_text_input", action_id: "url", ...(initial_value && { initial_value }) },
});
const form = (callback_id, initial_value) => ({
  type: "modal", callback_id, title: plain("Add"), submit: plain("Add"), private_metadata: "kept", blocks: [field("page", initial_value)],
});
const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL, retryConfig: { retries: 0 } },
});

app.command("/links", async ({ ack, respond, command, client, body }) => {
  await ack();
  if (command.text === "form") {
    await client.views.open({ trigger_id: body.trigger_id, view: form("form") });
    return;
  }
  await respond(`heard ${command.text}`);
  const elements = [{ type: "button", action_id: "go", text: plain("Go") }];
  await client.chat.postMessage({ channel: command.channel_id, text: "posted", blocks: [{ type: "actions", elements }] });
});
app.action("go", async ({ ack, body, client, respond }) => {
  await ack();
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `pressed by ${body.user.name}`, blocks: [] });
  await respond({ text: "thanks", replace_original: false, response_type: "ephemeral" });
});
app.view("form", async ({ ack, view, body, client }) => {
  const { value } = view.state.values.page.url;
  if (!value.includes(".")) {
    await ack({ response_action: "errors", errors: { page: "Not an address" } });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `added ${value}, ${view.private_metadata}` });
});
app.view("step", async ({ ack, view }) => {
  const { value } = view.state.values.page.url;
  await ack({ response_action: "update", view: { type: "modal", title: plain("Done"), blocks: [{ type: "header", text: plain(`took ${value}`) }] } });
});
app.shortcut("track", async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form("step", `${shortcut.type}: ${shortcut.message.text}`) });
});
app.shortcut("add", async ({ ack, shortcut, client }) => {
  await ack();
  const opened = await client.views.open({ trigger_id: shortcut.trigger_id, view: form("form") });
  const { id, hash } = opened.view;
  await client.views.update({ view_id: id, hash, view: form("step", `${shortcut.type} by ${shortcut.user.username}`) });
});
app.event("app_home_opened", async ({ event, client }) => {
  const typing = { ...field("search"), dispatch_action: true, optional: true };
  const view = { type: "home", blocks: [{ type: "header", text: plain("Hello") }, typing] };
  await client.views.publish({ user_id: event.user, view, hash: event.view?.hash });
  const said = await client.conversations.history({ channel: "C0LINKS", limit: 1 });
  const bad = await client.chat.postMessage({ channel: "C0NONE", text: "x" }).catch((error) => error.data.error);
  await client.chat.postMessage({ channel: event.user, text: `${said.messages[0]?.text}; ${bad}` });
});
app.action("url", async ({ ack, action, body, client }) => {
  await ack();
  const view = { type: "home", blocks: [{ type: "header", text: plain(`sought ${action.value}`) }] };
  await client.views.publish({ user_id: body.user.id, view, hash: body.view.hash });
});
app.start();
