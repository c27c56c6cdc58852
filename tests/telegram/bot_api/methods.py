"""The methods of the Bot API that the server knows, each taking the checked parameters of a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram.bot_api import limits
from tests.telegram.bot_api.schema import Refused, bad
from tests.telegram.bot_api.world import DATE, JSON, World

Method = Callable[[World, JSON], Awaitable[Any]]
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def get_me(world: World, p: JSON) -> JSON:
    return world.me


async def get_updates(world: World, p: JSON) -> list[JSON]:
    limit = p.get("limit", 100)
    if not 1 <= limit <= 100:
        raise bad("limit must be between 1 and 100")
    return await world.poll(p.get("offset", 0), limit, p.get("timeout", 0), p.get("allowed_updates"))


async def send_message(world: World, p: JSON) -> JSON:
    shown = limits.text(p["text"], p.get("parse_mode"))
    return _send(world, p, text=shown.text, entities=shown.entities)


async def send_photo(world: World, p: JSON) -> JSON:
    limits.at_most(1024, p.get("caption", ""), "message caption is too long")
    return _send(world, p, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])


def _send(world: World, p: JSON, **content: Any) -> JSON:
    chat = world.chat(p["chat_id"])
    limits.keyboard(p.get("reply_markup"))
    message = {"from": _bot(world), **content}
    if thread := p.get("message_thread_id"):
        if thread not in chat.threads:
            raise bad("message thread not found")
        message |= {"message_thread_id": thread, "is_topic_message": True}
    if reply := p.get("reply_parameters"):
        replied = chat.messages.get(reply["message_id"])
        if replied:
            message["reply_to_message"] = replied
        elif not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
    if p.get("reply_markup"):
        message["reply_markup"] = p["reply_markup"]
    return chat.add(**message)


async def send_chat_action(world: World, p: JSON) -> bool:
    world.chat(p["chat_id"])
    return True


async def edit_message_text(world: World, p: JSON) -> JSON | bool:
    shown = limits.text(p.get("text", ""), p.get("parse_mode"))
    return _edit(world, p, {"text": shown.text, "entities": shown.entities})


async def edit_message_reply_markup(world: World, p: JSON) -> JSON | bool:
    return _edit(world, p, {})


def _edit(world: World, p: JSON, content: JSON) -> JSON | bool:
    limits.keyboard(p.get("reply_markup"))
    message = _message_to_edit(world, p)
    markup = p.get("reply_markup") or {"inline_keyboard": []}
    new = content | ({"reply_markup": markup} if markup["inline_keyboard"] else {})
    if all(message.get(key) == new.get(key) for key in {*content, "reply_markup"}):
        raise bad(UNCHANGED)
    message.pop("reply_markup", None)
    message |= new | {"edit_date": DATE + 1}
    return True if "inline_message_id" in p else message


def _message_to_edit(world: World, p: JSON) -> JSON:
    if "inline_message_id" in p:
        if p["inline_message_id"] not in world.inline_messages:
            raise bad("MESSAGE_ID_INVALID")
        return world.inline_messages[p["inline_message_id"]]
    if "chat_id" not in p or "message_id" not in p:
        raise bad("message identifier is not specified")
    message = world.chat(p["chat_id"]).messages.get(p["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.get("from", {}).get("id") != world.me["id"]:
        raise bad("message can't be edited")
    return message


async def answer_callback_query(world: World, p: JSON) -> bool:
    limits.at_most(200, p.get("text", ""), "MESSAGE_TOO_LONG")
    world.answer(p["callback_query_id"], "callback", p)
    return True


async def answer_inline_query(world: World, p: JSON) -> bool:
    limits.inline_results(p["results"])
    limits.next_offset(p.get("next_offset", ""))
    limits.inline_button(p.get("button"))
    world.answer(p["inline_query_id"], "inline", p)
    return True


async def answer_guest_query(world: World, p: JSON) -> JSON:
    limits.inline_result(p["result"])
    world.answer(p["guest_query_id"], "guest", p)
    return {"inline_message_id": f"inline-{next(world.ids)}"}


def _scope(world: World, p: JSON) -> str:
    scope = p.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    return "/".join(str(scope[key]) for key in sorted(scope, reverse=True))


async def set_my_commands(world: World, p: JSON) -> bool:
    limits.commands(p["commands"])
    world.profile[f"commands/{_scope(world, p)}"] = p["commands"]
    return True


async def get_my_commands(world: World, p: JSON) -> list[JSON]:
    return world.profile.get(f"commands/{_scope(world, p)}", [])  # type: ignore[no-any-return]


async def set_my_description(world: World, p: JSON) -> bool:
    limits.at_most(512, p.get("description", ""), "BOT_DESCRIPTION_TOO_LONG")
    world.profile["description"] = p.get("description", "")
    return True


async def get_my_description(world: World, p: JSON) -> JSON:
    return {"description": world.profile.get("description", "")}


async def set_my_short_description(world: World, p: JSON) -> bool:
    limits.at_most(120, p.get("short_description", ""), "BOT_SHORT_DESCRIPTION_TOO_LONG")
    world.profile["short_description"] = p.get("short_description", "")
    return True


async def get_my_short_description(world: World, p: JSON) -> JSON:
    return {"short_description": world.profile.get("short_description", "")}


async def set_chat_menu_button(world: World, p: JSON) -> bool:
    world.profile["menu_button"] = p.get("menu_button", {"type": "default"})
    return True


async def get_chat_menu_button(world: World, p: JSON) -> JSON:
    return world.profile.get("menu_button", {"type": "default"})  # type: ignore[no-any-return]


async def set_webhook(world: World, p: JSON) -> bool:
    if p["url"] and not p["url"].startswith("https://"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not 1 <= p.get("max_connections", 40) <= 100:
        raise bad("bad webhook: max_connections must be between 1 and 100")
    world.webhook, world.webhook_secret = p["url"], p.get("secret_token", "")
    if "allowed_updates" in p:
        world.allowed = p["allowed_updates"]
    return True


async def delete_webhook(world: World, p: JSON) -> bool:
    world.webhook = ""
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


async def get_webhook_info(world: World, p: JSON) -> JSON:
    return {"url": world.webhook, "has_custom_certificate": False, "pending_update_count": len(world.updates)}


async def get_chat(world: World, p: JSON) -> JSON:
    return world.chat(p["chat_id"]).json | {
        "accent_color_id": 0, "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
        ),
    }  # fmt: skip


async def leave_chat(world: World, p: JSON) -> bool:
    chat = world.chat(p["chat_id"])
    chat.shut = Refused(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return True


def _bot(world: World) -> JSON:
    return {key: world.me[key] for key in ("id", "is_bot", "first_name", "username")}


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getChat": get_chat,
    "leaveChat": leave_chat,
}
