// A small app on Node's @slack/bolt: another client than ours, so that the local Slack is held to Slack, not to our habits.
const { App } = require("@slack/bolt");

const plain = (text) => ({ type: "plain_text", text });
const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL, retryConfig: { retries: 0 } },
});

app.command("/links", async ({ ack, respond, command, client, body }) => {
  await ack();
  if (command.text === "form") {
    const element = { type: "plain_text_input", action_id: "url" };
    const blocks = [{ type: "input", block_id: "page", label: plain("Page"), element }];
    await client.views.open({
      trigger_id: body.trigger_id,
      view: { type: "modal", callback_id: "form", title: plain("Add"), submit: plain("Add"), blocks },
    });
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
app.view("form", async ({ ack, view }) => {
  const { value } = view.state.values.page.url;
  await (value.includes(".") ? ack() : ack({ response_action: "errors", errors: { page: "Not an address" } }));
});
app.event("app_home_opened", async ({ event, client }) => {
  const view = { type: "home", blocks: [{ type: "header", text: plain("Hello") }] };
  await client.views.publish({ user_id: event.user, view, hash: event.view?.hash });
  const said = await client.conversations.history({ channel: "C0LINKS", limit: 1 });
  const bad = await client.chat.postMessage({ channel: "C0NONE", text: "x" }).catch((error) => error.data.error);
  await client.chat.postMessage({ channel: event.user, text: `${said.messages[0].text}; ${bad}` });
});
app.start();
