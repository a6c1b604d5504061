"""References to what is published: a process reads it once, since the database refuses changes."""

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor


class Remembering(ForwardManyToOneDescriptor):
    """Follows a reference into the memory of the process; what is not published is read anew."""

    memory: dict[tuple, models.Model] = {}

    def fetch_one(self, instance):
        found = self.remembered(instance)
        if found is None:
            super().fetch_one(instance)
        else:
            self.field.set_cached_value(instance, found)

    def fetch_many(self, instances):
        """Nothing is gained by asking for several at once."""
        for instance in instances:
            if not self.is_cached(instance):
                self.fetch_one(instance)

    def remembered(self, instance):
        target, pk = self.field.remote_field.model, getattr(instance, self.field.attname)
        database = connections[instance._state.db or DEFAULT_DB_ALIAS].settings_dict["NAME"]
        key = (database, target, pk)
        if key not in self.memory:
            found = target.published_row(pk)
            if found is None:
                return None
            self.memory[key] = found
        return self.memory[key]


class PublishedKey(models.ForeignKey):
    """A foreign key to a model that has `published_row`; rows share what it leads to, to read."""

    forward_related_accessor_class = Remembering

    def deconstruct(self):
        """For migrations it is a foreign key like any other."""
        name, _, arguments, keywords = super().deconstruct()
        return name, "django.db.models.ForeignKey", arguments, keywords
