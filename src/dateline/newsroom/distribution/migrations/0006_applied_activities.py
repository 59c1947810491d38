from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pings', '0005_channel_labels'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppliedActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('actor', models.CharField(db_index=True, max_length=500)),
                ('office', models.CharField(blank=True, default='', max_length=100)),
                ('signed_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='inboxitem',
            name='signed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
