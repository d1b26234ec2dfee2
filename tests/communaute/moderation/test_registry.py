from communaute.moderation import registry
from communaute.questions.models import Answer, Question


def test_questions_and_answers_are_known_by_key_and_by_model():
    for key, model in (("question", Question), ("reponse", Answer)):
        known = registry.by_key(key)
        assert known.model is model
        assert registry.by_model(model) is known


def test_unknown_key_and_model_are_none():
    from communaute.comptes.models import User

    assert registry.by_key("inconnu") is None
    assert registry.by_model(User) is None


def test_the_same_key_again_replaces(monkeypatch):
    monkeypatch.setattr(registry, "_types", {})
    first = registry.ModeratedType(
        key="x", model=Question, label="X", text=str, on_change=lambda *args: None
    )
    second = registry.ModeratedType(
        key="x", model=Question, label="Y", text=str, on_change=lambda *args: None
    )
    registry.register(first)
    registry.register(second)
    assert registry.by_key("x") is second
    assert second.context(object()) == ""
